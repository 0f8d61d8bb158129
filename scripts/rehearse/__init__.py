"""The documented installation and the container file, done in a fresh Debian: `python -m scripts.rehearse`.

debian   a fresh Debian in a folder, and what is done inside it
units    the units of systemd, whose commands are started as they say
steps    the steps of a page, the instructions of a container file
"""
