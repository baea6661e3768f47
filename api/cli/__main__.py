"""``python -m api.cli`` and ``torchrun -m api.cli``: the ``medkg`` command."""

from api.cli.main import main

if __name__ == "__main__":
    main()
