"""The local page: what the command line answers, in a browser on the same machine."""
