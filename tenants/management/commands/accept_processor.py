"""`manage.py accept_processor SLUG openai --contract V`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from eduai.lib import clock
from tenants import processors
from tenants.actors import command
from tenants.management.academy_command import AcademyCommand, file_of
from tenants.models import Evidence
from tenants.services.evidence import add_evidence
from tenants.services.notices import told_otherwise
from tenants.services.processors import accept_processor, allow_minors, end_processor


class Command(AcademyCommand):
    """What an officer of the academy decided about one processor, on paper or by word of mouth, into its record."""

    help = "Accept a processor as it is described now, under a contract; --end takes it back. Prints the description."

    def add_own_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("processor", choices=[each.code for each in processors.PROCESSORS])
        parser.add_argument("--contract", default="", help="the version of the contract with it")
        parser.add_argument("--minors", action="store_true", help="its permission for under-14s is on file, too")
        parser.add_argument("--evidence", type=Path, help="the file of that written permission")
        parser.add_argument("--end", action="store_true", help="it is no longer accepted")

    def inside(self, **options: Any) -> None:
        processor = processors.processor(code=options["processor"])
        actor, now = command("accept_processor"), clock.now()
        print(f"{processor.name} ({processor.country}): {processor.purpose}")
        if options["end"]:
            end_processor(processor=processor, actor=actor, now=now)
            print("승인을 끝냈습니다.")
            return
        if options["minors"] and not options["evidence"]:
            raise CommandError("--minors: 수탁자의 서면 허락 파일(--evidence)이 필요합니다.")
        proof = None
        if options["minors"]:
            upload, kind = file_of(options["evidence"]), Evidence.Kind.CONTRACT
            proof = add_evidence(kind=kind, upload=upload, student=None, actor=actor, now=now)
        with transaction.atomic():
            contract = options["contract"]
            accept_processor(processor=processor, contract=contract, actor=actor, now=now)
            if proof is not None:
                allow_minors(processor=processor, contract=contract, evidence=proof, actor=actor, now=now)
        print("승인했습니다." + (" 만 14세 미만도 허락받았습니다." if proof else ""))
        if processor == processors.overseas() and (unlike := told_otherwise()):
            print(f"국외 이전 고지문이 이 설명과 다릅니다: {', '.join(unlike)}.")
            print("원장이 관리 화면에서 새 판을 게시하고 다시 동의를 받을 때까지 아무것도 보내지 않습니다.")
