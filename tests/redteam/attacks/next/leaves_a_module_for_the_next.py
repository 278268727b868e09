"""Leaves files that the next submission would import or read.

must: start the next one in an empty folder
stopped by: FORK
"""

import os
import random
import sys

with open("math.py", "w") as file:
    file.write("poison = True\n")
os.makedirs("torch", exist_ok=True)
os.environ["PYTHONPATH"] = os.getcwd()
sys.path.insert(0, os.getcwd())
random.uniform = None


def double(x):
    return 2 * x
