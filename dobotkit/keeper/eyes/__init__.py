"""What sees: frames exist here and nowhere else.

Nothing of this room is imported before somebody looks: it needs numpy and OpenCV.
"""
