"""`schakel classify`: free text about a waste to codes of the List of Waste."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from schakel.cli.base import Command as BaseCommand
from schakel.cli.outputs import check_outputs, whole
from schakel.lib.errors import Refused

TRAIN = "train"


class Command(BaseCommand):
    help = _(
        "Suggest codes of the List of Waste for free text, with a confidence for each, or say "
        "that the text doesn't tell. With the word train: learn from texts whose codes are known. "
        "Tables are csv, xlsx or parquet."
    )
    example = "\n".join(
        [
            "schakel classify --example texts.csv",
            "schakel classify texts.csv --text-column text --top 5 --out codes.csv",
            "schakel classify train --texts known.csv --codes names.csv --out own.npz",
            "schakel classify texts.csv --model own.npz --out codes.xlsx",
        ]
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", help=_("a table with texts, or the word train to learn")
        )
        parser.add_argument(
            "--example", type=Path, metavar="FILE", help=_("write example texts here (csv)")
        )
        parser.add_argument("--out", type=Path, metavar="FILE", help=_("where the result goes"))
        parser.add_argument(
            "--text-column", default="text", metavar="C", help=_("the column with texts")
        )
        parser.add_argument(
            "--top", type=int, default=5, metavar="K", help=_("codes per text (%(default)s)")
        )
        parser.add_argument(
            "--least", type=float, metavar="P",
            help=_("confidence below which it doesn't know, from 0 to 1 (that of the model)"),
        )  # fmt: skip
        parser.add_argument(
            "--model", type=Path, metavar="FILE", help=_("a model of your own (the one shipped)")
        )
        learning = parser.add_argument_group(_("with train"))
        learning.add_argument(
            "--texts", type=Path, metavar="FILE", help=_("texts with their codes")
        )
        learning.add_argument(
            "--code-column", default="code", metavar="C", help=_("the column with codes")
        )
        learning.add_argument(
            "--codes", type=Path, metavar="FILE",
            help=_("more names of codes: a column code, and columns with names"),
        )  # fmt: skip
        learning.add_argument(
            "--name-columns", default="name", metavar="C,C",
            help=_("the columns with names (%(default)s)"),
        )  # fmt: skip
        learning.add_argument("--source", default="", help=_("where the texts come from"))

    def handle(self, *, file: str | None, example: Path | None, **options: Any) -> None:
        if example:
            from schakel.cli.classifying.example import write_example

            write_example(example)
            self.stdout.write(str(example))
        elif file == TRAIN:
            self._need(options, "texts", "out")
            self._train(**options)
        elif file is None:
            raise Refused(_("Give a table with texts, the word train, or --example."))
        else:
            self._need(options, "out")
            if options["texts"] or options["codes"]:
                raise Refused(_("--texts and --codes go with: schakel classify train."))
            self._suggest(Path(file), **options)

    def _need(self, options: dict[str, Any], *needed: str) -> None:
        missing = [f"--{name}" for name in needed if options[name] is None]
        if missing:
            raise Refused(_("Give %(options)s.") % {"options": ", ".join(missing)})

    def _suggest(self, file: Path, *, out: Path, model: Path | None, **options: Any) -> None:
        from schakel.cli.classifying import codes, rows
        from schakel.cli.exploring import files
        from schakel.engine.classify import load, shipped

        files.check_suffix(out)
        check_outputs(out, read=[file, model])
        source = files.read(file, file.name)
        used = load(model) if model else shipped()
        asked = (options["text_column"], options["top"], options["least"])
        with self.progress(_("Reading texts"), source.rows) as advance:
            found = rows.columns_of(used, source, asked, codes.shown_names(), advance)
        files.write(out, found, _("Codes"))
        self.stdout.write(
            _("%(texts)d texts, of which %(unknown)d don't tell enough. In %(file)s.")
            % {
                "texts": source.rows,
                "unknown": sum(rank is None for rank in found["rank"]),
                "file": out,
            }
        )

    def _train(self, *, texts: Path, codes: Path | None, out: Path, **options: Any) -> None:
        from schakel.cli.classifying.codes import own_names, plain, with_names_of
        from schakel.cli.exploring import files
        from schakel.engine.classify import gathered, save, train
        from schakel.engine.classify.wordings import FOLDS

        check_outputs(out, read=[texts, codes])
        source = files.read(texts, texts.name)
        columns = [column.strip() for column in options["name_columns"].split(",")]
        names = with_names_of(codes, columns) if codes else own_names()
        known = gathered(
            [text or "" for text in source.text(options["text_column"]).to_pylist()],
            [plain(code or "") for code in source.text(options["code_column"]).to_pylist()],
            names,
        )
        about = {
            "source": options["source"] or texts.name,
            "trained_on": datetime.now(UTC).date().isoformat(),
            "rows": source.rows,
        }
        with self.progress(_("Learning"), FOLDS + 1) as advance:
            model = train(known, names, about, advance)
        with whole(out) as path:
            save(path, model)
        self._tell(model.about, out)

    def _tell(self, about: dict[str, Any], out: Path) -> None:
        told = {key: number_format(100 * about[key], 1) for key in about if "top" in key}
        self.stdout.write(
            _(
                "%(wordings)d different texts. Of texts held out, one of the first five codes is "
                "right for %(top_5)s %%, the first for %(top_1)s %%. In %(file)s."
            )
            % (told | {"wordings": about["wordings"], "file": out})
        )
        self.stdout.write(
            _("It answers %(share)s %% of them, with %(right)s %% right within five.")
            % {
                "share": number_format(100 * about["answered"], 1),
                "right": told["answered_top_5"],
            }
        )
