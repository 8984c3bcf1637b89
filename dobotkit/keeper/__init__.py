"""The process that holds what a notebook must not: real ports now.

In Python nothing inside one process can be kept from the code in the next cell.
So what must be kept lives in a process of its own, as a browser keeps its pages
from the machine. A notebook asks it questions, in the words of
:mod:`dobotkit.messages`, and never imports anything of this room.
"""
