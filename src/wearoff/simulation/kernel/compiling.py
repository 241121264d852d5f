"""Machine code of LLVM's text, kept in the user's cache folder.

A file is named by what it was made of: the text, the processor with its features, and LLVM. It
begins with the digest of its code and is put in its place whole, so that a broken one (a process
killed while it wrote, a full disk) is never run, and processes side by side do no harm.
"""

from __future__ import annotations

import hashlib
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wearoff.runs import cache_folder

_ALONE = threading.Lock()
"""LLVM's parts that are shared by threads are used by one at a time."""

EMPTY = "define void @nothing() {\n  ret void\n}\n"
"""The least that can be compiled."""


class NoCompilerError(Exception):
    """LLVM is not there, or cannot make code for this processor."""


@cache
def compiles() -> bool:
    """Whether LLVM makes code here."""
    try:
        Program(EMPTY)
    except NoCompilerError:
        return False
    return True


class Program:
    """Machine code in memory; it stays as long as this object."""

    def __init__(self, text: str) -> None:
        """Compile, or take what was compiled before.

        Raises:
            NoCompilerError: see there.
        """
        with _ALONE:
            self._engine = _engine(text)

    def address(self, function: str) -> int:
        """Where a function begins."""
        return self._engine.get_function_address(function)


def _engine(text: str) -> Any:
    try:
        import llvmlite
        import llvmlite.binding as llvm

        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        cpu, features = llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
        machine = llvm.Target.from_default_triple().create_target_machine(
            cpu=cpu, features=features, opt=2
        )
        kind = (cpu, features, llvm.get_process_triple(), llvmlite.__version__)
        made_of = "\0".join((text, *kind))
        name = hashlib.sha256(made_of.encode()).hexdigest()[:32]
        code = _kept(name)
        if code is None:
            code = _compiled(llvm, machine, text)
            _keep(name, code)
        engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
    except (AttributeError, ImportError, OSError, RuntimeError) as error:
        raise NoCompilerError(str(error)) from error
    return engine


def _compiled(llvm: Any, machine: Any, text: str) -> bytes:
    module = llvm.parse_assembly(text)
    module.verify()
    options = llvm.create_pipeline_tuning_options(speed_level=1)
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)
    return machine.emit_object(module)


def _kept(name: str) -> bytes | None:
    """Code that was kept, if it is whole."""
    folder = cache_folder("kernel")
    if folder is None:
        return None
    try:
        found = (folder / name).read_bytes()
    except OSError:
        return None
    digest, code = found[:32], found[32:]
    return code if hashlib.sha256(code).digest() == digest else None


def _keep(name: str, code: bytes) -> None:
    folder = cache_folder("kernel")
    if folder is None:
        return
    # what cannot be kept, as on a full disk, is compiled again
    with suppress(OSError), TemporaryDirectory(dir=folder) as aside:
        partial = Path(aside) / name
        partial.write_bytes(hashlib.sha256(code).digest() + code)
        partial.replace(folder / name)
