"""Reads pictures with rapidocr, in its own environment; nothing of the kit is imported here.

Through standard input come height and width, four bytes each, and the pixels: blue, green, red.
Out goes a length, four bytes, and JSON: how long it took, which lines were read, and how much
memory this process has.
"""

import json
import struct
import sys
import time

import numpy as np
import psutil
from rapidocr import RapidOCR

threads = int(sys.argv[1])
reader = RapidOCR(
    params={
        "Global.use_cls": False,
        "Global.log_level": "error",
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
    }
)
given, told = sys.stdin.buffer, sys.stdout.buffer
while len(head := given.read(8)) == 8:
    height, width = struct.unpack("<II", head)
    picture = np.frombuffer(given.read(height * width * 3), np.uint8).reshape(height, width, 3)
    began = time.perf_counter()
    found = reader(picture)
    answer = {
        "ms": (time.perf_counter() - began) * 1e3,
        "texts": list(found.txts or ()),
        "memory_mb": psutil.Process().memory_info().rss / 2**20,
    }
    data = json.dumps(answer).encode()
    told.write(struct.pack("<I", len(data)) + data)
    told.flush()
