"""The command `backfile`, and `python -m backfile`: loads what it needs; Ctrl-C meanwhile is no crash either."""

import sys


def main() -> int:
    """Run the command; returns the exit code."""
    try:
        from backfile import cli  # noqa: PLC0415  (loading takes half a second, in which somebody may think again)
    except KeyboardInterrupt:
        return 130
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
