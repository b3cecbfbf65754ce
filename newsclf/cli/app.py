"""The command group: language, lazy commands, and how errors become a sentence and an exit code."""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from typing import Any, Final

import click

import newsclf
from newsclf.cli.frame import Command, HelpMixin, Interrupted, language_option, say
from newsclf.cli.greeting import greet
from newsclf.cli.talk import event
from newsclf.errors import NewsclfError
from newsclf.lazy import attribute
from newsclf.messages import LANGUAGES, locale_language, message, os_reason, use_language
from newsclf.nearest import suggestion
from newsclf.traditional import TraditionalTextWarning

COMMANDS: Final = (
    "label",
    "segment",
    "explain",
    "train",
    "update",
    "evaluate",
    "compare",
    "suggest",
    "audit",
    "drift",
    "convert",
    "export",
    "info",
    "dict",
    "example",
    "completion",
    "doctor",
)
"""The commands, in the order of the help page: each a module of `newsclf.cli` with a function ``command``."""


class _Commands(HelpMixin, click.Group):
    """The commands; a command's module is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command | None:
        if cmd_name not in COMMANDS:
            return None
        make: Callable[[], Command] = attribute(f"newsclf.cli.{cmd_name}", "command")
        return make()

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            hint = suggestion(args[0], COMMANDS)
            raise click.UsageError(message("no_such_command", name=args[0], hint=hint), ctx)
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """The commands by their names alone: to make all of them would take too long while somebody types."""
        item = attribute("click.shell_completion", "CompletionItem")
        fit = [name for name in COMMANDS if name.startswith(incomplete)]
        return [item(name, help=message(f"help_{name}")) for name in fit] + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(message("help_commands")):
            formatter.write_dl([(name, message(f"help_{name}")) for name in COMMANDS])


def group() -> click.Group:
    """The command group, in the language in use."""
    version = click.Option(["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_show_version)
    version.help = message("help_version")
    return _Commands(
        "newsclf",
        params=[version, language_option()],
        help=message("help_newsclf"),
        no_args_is_help=False,
        invoke_without_command=True,
        callback=_greet,
    )


def _greet(**_: object) -> None:
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        greet()


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"newsclf {newsclf.__version__}")
        context.exit()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code: 0 done, 1 a known error in one sentence, 2 wrong usage."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _open_what_is_closed()
    is_completing = bool(os.environ.get("_NEWSCLF_COMPLETE"))
    use_language(_wanted_language(attribute("newsclf.cli.shells", "prepare")() if is_completing else words))
    threading.excepthook = _say_thread_error
    # Of results that nobody waits for any more joblib tells; here that is Ctrl-C, which is told otherwise.
    warnings.filterwarnings("ignore", r"\d+ tasks (have been|which were)", UserWarning)
    warnings.showwarning = _show_warning  # type: ignore[assignment]  # it takes what Python gives, by place
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = group().main(words, "newsclf", standalone_mode=False)
        sys.stdout.flush()
    except click.UsageError as error:
        _say_error("UsageError", attribute("newsclf.cli.usage", "wrong_usage")(error), error)
        code = 2
    except NewsclfError as error:
        meant: str = attribute("newsclf.cli.paths_meant", "path_meant")(error)
        _say_error(type(error).__name__, str(error) + meant, error)
        code = 1
    except (Interrupted, KeyboardInterrupt, click.Abort) as error:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # another Ctrl-C changes nothing
        _say_error("Interrupted", message("interrupted"), error.__cause__ or error)
        code = 130
    except OSError as error:
        code = 1
        if not isinstance(error, BrokenPipeError):  # a pipe's reader that has seen enough is no error
            sentence = message("cannot_write", target=message("standard_output"), reason=os_reason(error))
            _say_error("OutputError", sentence, error)
        _drop_output()
    sys.exit(code if isinstance(code, int) else 0)


def _open_what_is_closed() -> None:
    """Daemons may have no standard streams: what would go there goes nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  (until the end)


def _say_error(kind: str, sentence: str, error: BaseException) -> None:
    """An error, and what was noted of it, as the log asked for."""
    _say_event("error", kind, sentence, getattr(error, "evidence", {}))
    for note in getattr(error, "__notes__", ()):
        _say_event("error", kind, note, {})


def _say_event(level: str, kind: str, sentence: str, facts: dict[str, Any]) -> None:
    say(event(level, kind, sentence, facts) if "--log-json" in sys.argv else sentence)


def _say_thread_error(error: threading.ExceptHookArgs) -> None:
    """A worker's thread that loses its work since the command ends need not say so."""
    if not (error.thread and error.thread.name.startswith("ExecutorManagerThread") and error.exc_type is KeyError):
        threading.__excepthook__(error)


def _show_warning(said: Warning | str, category: type[Warning], filename: str, lineno: int, *rest: Any) -> None:
    """What a user can mend is a sentence of ours; anything else is for developers, as Python shows it."""
    ours = issubclass(category, TraditionalTextWarning)
    sentences = [str(said)] if ours else warnings.formatwarning(said, category, filename, lineno).splitlines()
    for sentence in sentences:
        _say_event("warning", category.__name__, sentence, {})


def _drop_output() -> None:
    """Send what is still buffered nowhere: writing it at exit would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _wanted_language(words: Sequence[str]) -> str:
    """The language of this call, needed before the commands are made: ``--lang``, else the locale."""
    for place, word in enumerate(words):
        if word == "--":
            break
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else "".join(words[place + 1 : place + 2])
        if word.startswith("--lang") and value in LANGUAGES:
            return value
    return locale_language(os.environ)
