"""The peer's side of a benchmark: plain, competent PyTorch for the work of one case, in a process of its own.

peer.py '{"program": …, "form": …, "settings": {…}}' prepares the work, says that it is ready, then answers each line on
standard input: "run" with the seconds of one repetition, "stop" with the peak memory. Every answer is one line of JSON.
"""
import importlib
import json
import os
import re
import sys

import torch


def answer(**message):
    print(json.dumps(message), flush=True)


def peak_memory():
    """Largest resident set so far, in bytes."""
    with open("/proc/self/status") as status:
        return int(re.search(r"^VmHWM:\s*(\d+) kB$", status.read(), re.MULTILINE)[1]) * 1024


def main():
    wish = json.loads(sys.argv[1])
    torch.manual_seed(0)
    # Debian's build starts with one, whatever OpenMP is told.
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    base = peak_memory()
    program = importlib.import_module(wish["program"].replace("-", "_"))
    repetition = program.prepare(wish["settings"], wish["form"])
    version = re.match(r"\d+\.\d+\.\d+", torch.__version__)[0]
    answer(ready=True, libtorch=version, threads=torch.get_num_threads(), baseBytes=base)
    for line in sys.stdin:
        if line.strip() != "run":
            break
        answer(seconds=repetition())
    answer(peakBytes=peak_memory())


try:
    main()
except Exception as error:
    answer(error=f"{type(error).__name__}: {error}")
    sys.exit(1)
