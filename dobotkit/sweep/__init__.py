"""What lessons leave on a computer without being asked: found, counted, and deleted on request.

`remains.look` deletes nothing. A remain is listed only if it is one beyond doubt: by what stands in
it, by the program that has ended, or because it lies in a folder that somebody has named.
"""
