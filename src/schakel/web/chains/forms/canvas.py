from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from schakel.domain.chains.actions.canvas import BlockEdit
from schakel.domain.chains.choices.canvas import CanvasBlock
from schakel.domain.chains.models import Canvas
from schakel.domain.chains.models.canvas import BLOCK_AT_MOST, base_of
from schakel.web.chains.words import CANVAS_QUESTIONS


class CanvasForm(forms.Form):
    """Nine blocks, each with a hidden mark of the text that the person began from."""

    def __init__(self, canvas: Canvas, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.canvas = canvas
        for block, text in canvas.texts.items():
            self.fields[block] = forms.CharField(
                label=CanvasBlock(block).label,
                help_text=str(CANVAS_QUESTIONS[CanvasBlock(block)]),
                initial=text,
                required=False,
                strip=False,
                max_length=BLOCK_AT_MOST,
                widget=forms.Textarea(attrs={"rows": 4}),
            )
            self.fields[f"base_{block}"] = forms.CharField(
                initial=base_of(text), required=False, widget=forms.HiddenInput
            )

    def renew(self, fields: dict[str, str], refusal: str) -> None:
        """Say that blocks clash, and go on from the present `fields` when it is sent again."""
        self.add_error(None, refusal)
        self.data = {name: self.data[name] for name in self.data} | fields

    @property
    def blocks(self) -> Iterator[tuple[CanvasBlock, BoundField, BoundField]]:
        """Each block with its field and its mark, as a template walks through them."""
        for block in CanvasBlock:
            yield block, self[block], self[f"base_{block}"]

    def edits(self) -> dict[CanvasBlock, BlockEdit]:
        """What was sent; a block that was not sent at all stays as it is."""
        return {
            block: BlockEdit(
                _plain_ends(self.cleaned_data[block]), self.cleaned_data[f"base_{block}"]
            )
            for block in CanvasBlock
            if block in self.data
        }


def _plain_ends(text: str) -> str:
    """Browsers send `\\r\\n` for a line that ends; what is kept, and hashed, has `\\n`."""
    return text.replace("\r\n", "\n").rstrip()


class WaiveForm(forms.Form):
    reason = forms.CharField(
        label=_("Why a canvas is not possible yet"),
        max_length=BLOCK_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
