"""`manage.py usage_report SLUG [--month YYYY-MM] [--csv FILE --reason WHY] [--openai-csv FILE]`."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from eduai.lib import clock
from eduai.lib.errors import EduError
from questions.services.usage import accepted_questions
from tenants.access_log import Task, reason_given
from tenants.management.academy_command import AcademyCommand
from tenants.openai_usage import Billed, read_export, same_model
from tenants.services.spending import BreakEven, Spending, break_even, month, month_of, openai_tokens, spending, table


class Command(AcademyCommand):
    """A month's model calls of one academy: tokens, cost, fallback share, cost of an accepted question, break-even."""

    help = "A month's model calls and what they cost; --openai-csv holds OpenAI's own export against our books."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--month", default="", help="YYYY-MM (default: this month)")
        parser.add_argument("--csv", default="", help="write the lines to this file; - for standard output")
        parser.add_argument("--reason", default="", help="with --csv: why the file is wanted; kept in the access log")
        parser.add_argument("--openai-csv", default="", help="OpenAI's usage export of the same month")

    def inside(self, **options: Any) -> None:
        since, until = month(named=options["month"]) if options["month"] else month_of(moment=clock.now())
        found = spending(since=since, until=until, accepted=accepted_questions(since=since, until=until))
        if options["csv"]:
            self.touched((), task=Task.DOWNLOAD, reason=reason_given(options["reason"]))
            self._write(found, options["csv"])
        if options["csv"] != "-":
            self._print(found, break_even(found=found))
        if options["openai_csv"]:
            self._compare(_export(options["openai_csv"]), openai_tokens(since=since, until=until))

    def _print(self, found: Spending, even: BreakEven) -> None:
        self.stdout.write(f"{found.since:%Y-%m-%d} – {found.until:%Y-%m-%d}")
        for line in found.lines:
            self.stdout.write(
                f"  {line.task} · {line.backend} ({line.model}): 호출 {line.calls:,}, 성공 {line.served:,}, "
                f"토큰 {line.prompt_tokens:,} + {line.completion_tokens:,}, {line.cost_krw:,.2f}원"
            )
        share, each = found.fallback_share, found.krw_per_accepted
        self.stdout.write(f"합계 {found.cost_krw:,.2f}원 · OpenAI 비율 {'–' if share is None else f'{share:.1%}'}")
        self.stdout.write(f"승인된 문항 {found.accepted:,}개 · 문항당 {'–' if each is None else f'{each:,.2f}원'}")
        if even.calls is None:
            self.stdout.write("손익분기: 서버의 월 비용(EDUAI_GPU_MONTHLY_KRW)이나 호출 기록이 없습니다.")
        else:
            self.stdout.write(
                f"손익분기: 한 달 {even.calls:,}회 "
                f"(서버 월 {even.server_krw:,.0f}원, API 한 번 {even.api_krw:,.2f}원). "
                f"지금은 한 달 {even.calls_a_month:,}회꼴입니다."
            )

    def _write(self, found: Spending, path: str) -> None:
        if path == "-":
            csv.writer(self.stdout).writerows(table(found=found))
            return
        with Path(path).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(table(found=found))

    def _compare(self, billed: dict[str, Billed], ours: dict[str, tuple[int, int, int]]) -> None:
        """Both sides by model. One account may serve several academies, so OpenAI's side may well be larger."""
        self.stdout.write("OpenAI의 기록과 견주기 (호출, 입력, 출력 토큰)")
        for model, counts in ours.items():
            theirs = [row for name, row in billed.items() if same_model(model, name)]
            sums = (
                sum(row.calls for row in theirs),
                sum(row.prompt_tokens for row in theirs),
                sum(row.completion_tokens for row in theirs),
            )
            self.stdout.write(f"  {model}: 우리 {counts} · OpenAI {sums} · {_judged(counts, sums)}")
        unknown = [name for name in billed if not any(same_model(model, name) for model in ours)]
        for name in unknown:
            self.stdout.write(f"  {name}: 우리 기록에 없는 모델입니다.")


def _judged(ours: tuple[int, ...], theirs: tuple[int, ...]) -> str:
    if ours == theirs:
        return "같음"
    more = any(own > other for own, other in zip(ours, theirs, strict=True))
    return "우리가 더 많음: 확인하세요" if more else "OpenAI가 더 많음"


def _export(path: str) -> dict[str, Billed]:
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")
        return read_export(text.splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"--openai-csv: {path} 파일을 읽을 수 없습니다. ({type(error).__name__})") from error
    except EduError as error:
        raise CommandError(f"--openai-csv: {error.sentence}") from error
