"""A fresh Python until its first operator has run."""
import subprocess
import sys
import time

FIRST_OPERATOR = "import torch; assert torch.tensor([1.0]).add(1).item() == 2"


def prepare(settings, form):
    def repetition():
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", FIRST_OPERATOR], check=True)
        return time.perf_counter() - started

    return repetition
