from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from schakel.lib.errors import Refused


@contextmanager
def refusals(form: BaseForm) -> Iterator[None]:
    """Show what an action refuses as an error of the form, so that nothing typed is lost."""
    try:
        yield
    except Refused as refused:
        form.add_error(None, str(refused))
    except ValidationError as error:
        for name, errors in error.update_error_dict({}).items():
            form.add_error(name if name in form.fields else None, errors)
