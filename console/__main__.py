"""`python -m console`: the same as the command `bedside`."""

from console.cli import main

if __name__ == "__main__":
    main()
