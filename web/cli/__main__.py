"""`python -m web.cli` is `laurel`."""

from web.cli.main import main

if __name__ == "__main__":
    main()
