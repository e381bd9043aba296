"""One process that writes when it is told to: a line of JSON in, a line of JSON out.

`{"do": name, ...}` calls that command of `tests.faults.races` with the rest as arguments.
"""

import json
import sys

import django


def main() -> None:
    django.setup()
    from tests.faults.races import COMMANDS

    print(json.dumps("ready"), flush=True)  # noqa: T201
    for line in sys.stdin:
        arguments = json.loads(line)
        answer = COMMANDS[arguments.pop("do")](**arguments)
        print(json.dumps(answer), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
