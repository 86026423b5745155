"""JPEG files to two MoCo-v2 views each by torchvision and PIL on one core: the peer of benchmarks/jpeg.ts.

Reads {"folder", "size"} from the command line; answers each line on standard input, `decode` or `views`, with the seconds
of processor time that all files took.
"""
import json
import sys
import time
from pathlib import Path

import torch

from augmentation import moco_v2
from jpeg import load


def main():
    config = json.loads(sys.argv[1])
    torch.set_num_threads(1)
    paths = sorted(Path(config["folder"]).glob("*.jpg"))
    transform = moco_v2(config["size"])
    for line in sys.stdin:
        started = time.process_time()
        if line.strip() == "decode":
            for path in paths:
                load(path)
        else:
            pairs = [(transform(image), transform(image)) for image in map(load, paths)]
            for view in zip(*pairs):
                torch.stack(view)
        print(time.process_time() - started, flush=True)


main()
