"""Vector code for the courses of many patients, generated from the parts' own functions.

`system` runs a wiring's parts on a tape and leaves out what no outcome reads; `elementary` and
`printer` write the tape as LLVM code, whose lanes are patients; `compiling` makes machine code of
it and keeps that; `running` is what a cohort calls. Nothing here knows what any part means.
"""
