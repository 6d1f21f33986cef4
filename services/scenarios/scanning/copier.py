"""Signs, stamps and scans one printed form after another.

A line of JSON on standard input is an order, a line on standard output says that it is done. The process
ends with its standard input, so that it never outlives the play.
"""

import json
import sys
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from services.scenarios.firm import Firm
from services.scenarios.scan import Handling, stamped_scan


def serve() -> None:
    """Carry out orders until standard input ends."""
    firms, handlings = TypeAdapter(Firm), TypeAdapter(Handling)
    for line in sys.stdin:
        order = json.loads(line)
        scan = stamped_scan(
            Path(order["printed_form"]).read_bytes(),
            firms.validate_python(order["firm"]),
            signed_on=date.fromisoformat(order["signed_on"]),
            dpi=order["dpi"],
            handling=handlings.validate_python(order["handling"]),
        )
        Path(order["scan"]).write_bytes(scan.content)
        sys.stdout.write(json.dumps({"name": scan.name}) + "\n")
        sys.stdout.flush()
