"""What can be asked of ``rosterer`` itself, before any command? Its version."""

import typer


def _print_version(is_asked: bool) -> None:
    if is_asked:
        import rosterer

        print(rosterer.__version__)
        raise typer.Exit


def options(
    version: bool = typer.Option(
        False,
        "--version",
        help="Print the version and end.",
        is_eager=True,
        callback=_print_version,
    ),
) -> None:
    """Nothing beside the version."""
    return
