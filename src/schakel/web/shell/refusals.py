from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.forms import BaseForm

from schakel.lib.errors import Refused


@contextmanager
def refusals(form: BaseForm) -> Iterator[None]:
    """Show what an action refuses in the form, at the field it is about: nothing typed is lost."""
    try:
        yield
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    except ValidationError as error:
        for name, errors in error.update_error_dict({}).items():
            form.add_error(name if name in form.fields else None, errors)
