"""Addresses and schools, by the words that Korean addresses and schools are made of."""

# ruff: noqa: E501 (a pattern is read as one line)

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from eduai.lib.redaction.findings import Finding

_S: Final = r"[\s,]{0,3}"
_CITY: Final = (
    r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충북|충남|전북|전남|경북|경남|제주|충청[남북]|전라[남북]|경상[남북])"
    r"(?:특별자치시|특별자치도|특별시|광역시|도|시)?"
)
_TOWN: Final = r"[가-힣]{1,5}\d{0,2}(?:동|읍|면|리|가)"
_PART: Final = rf"(?:{_CITY}|[가-힣]{{1,4}}(?:시|군|구)|{_TOWN})"
_ESTATE_WORDS: Final = (
    "아파트|빌라|맨션|오피스텔|주공|자이|래미안|푸르지오|캐슬|힐스테이트|아이파크|더샵|센트레빌|e편한세상|이편한세상|롯데캐슬|"
    "위브|데시앙|스위첸|호반베르디움|타워|하이츠|마을|단지|빌리지|파크|기숙사|연립|주택"
)
_ESTATE: Final = rf"[가-힣A-Za-z0-9]{{0,10}}(?:{_ESTATE_WORDS})(?:아파트)?(?:{_S}\d{{1,2}}(?:차|단지))?"
_FLAT: Final = rf"(?:제?\d{{2,4}}동{_S}(?:제?\d{{1,2}}층{_S})?제?\d{{2,4}}호|(?:지하\s?)?제?\d{{1,3}}층(?:{_S}제?\d{{1,4}}호)?|제?\d{{1,4}}호)"
_LOT: Final = r"\d{1,4}(?:\s?[-‐-―−]\s?\d{1,4})?(?:번지(?:의\s?\d{1,3})?)?"
_ROAD: Final = rf"[가-힣][가-힣0-9·]{{0,9}}(?:대로|로|길)(?:\s{{0,3}}\d{{1,4}}(?:번길|길|가길))?{_S}(?:지하\s?)?{_LOT}"
_TAIL: Final = (
    rf"(?:{_S}(?:{_FLAT}|\({_TOWN}[^()\n]{{0,20}}\)|{_ESTATE}{_S}(?:{_FLAT}|\d{{2,4}}\s?-\s?\d{{2,4}}(?!\d)))){{0,3}}"
)
_POST: Final = r"(?:우편번호\s?:?\s?\d{5}\s{0,2}|\(\d{5}\)\s{0,2})?"

_PLACED: Final = re.compile(
    rf"{_POST}(?:(?:{_PART}{_S}){{1,4}}{_ROAD}|(?:{_PART}{_S}){{0,3}}{_TOWN}{_S}(?:산\s?)?{_LOT}(?![\d-])){_TAIL}"
)
_LONE_ROAD: Final = re.compile(
    rf"[가-힣][가-힣0-9·]{{1,9}}(?:대로\s?|로\s?|길\s?)(?:\d{{1,4}}번길{_S}\d{{1,4}}(?:\s?-\s?\d{{1,4}})?|\d{{1,4}}번지){_TAIL}"
    rf"|[가-힣]{{2,6}}대로{_S}\d{{1,4}}(?:\s?-\s?\d{{1,4}})?(?![\d가-힣.%]){_TAIL}"
)
_HOUSED: Final = re.compile(
    rf"(?:(?:{_PART}{_S}){{0,4}}{_ESTATE}{_S})?제?\d{{2,4}}동{_S}(?:제?\d{{1,2}}층{_S})?제?\d{{2,4}}호"
)
_ESTATED: Final = re.compile(rf"(?:{_PART}{_S}){{0,4}}{_ESTATE}{_S}\d{{3,4}}\s?-\s?\d{{2,4}}(?!\d)")
_LOTTED: Final = re.compile(rf"[가-힣]{{1,5}}(?:동|읍|면|리){_S}\d{{1,4}}(?:\s?-\s?\d{{1,4}})?번지{_TAIL}")
_LIVES: Final = re.compile(r"주소|사는|살아|살고|우리\s?집|집은|배송|택배|거주")
_ROAD_ONLY: Final = re.compile(rf"[가-힣]{{1,8}}(?:대로|로|길){_S}{_LOT}{_TAIL}")

_SCHOOLS: Final = (
    "초등학교|중학교|고등학교|대학교|대학원|여자중학교|여자고등학교|유치원|어린이집|초교|중·고등학교|중고등학교|고교|영재학교|국제학교|대안학교|"
    "여중|여고|남중|남고|외고|과학고|국제고|자사고|마이스터고|특성화고|사대부고|사대부중|사대부초|부속고|부속중|부속초|영재고|전문대|교대|사대"
)
_SHORT_SCHOOLS: Final = "초|중|고|대|과고|예고|공고|상고|체고|농고|부고"
_ATTACHED: Final = re.compile(rf"(?<![가-힣])[가-힣A-Za-z0-9]{{1,12}}?[ ]?(?:{_SCHOOLS})(?![가-힣]*생활)")
_SHORT: Final = re.compile(
    rf"(?<![가-힣])[가-힣]{{2,8}}?(?:{_SHORT_SCHOOLS})(?=\s{{0,2}}(?:[1-6]\s?학년|[1-6]\s?-\s?\d{{1,2}}(?!\d)|[12]\s?학기|기출|중간\s?고사|기말|내신|시험지|재학|전교|학생|"
    r"에서\s?나온|[에을를]\s?(?:다[니녀녔닌]|합격|입학|진학|지원|졸업|나왔)|다[니녀녔닌]|졸업|입학|출신|합격|모의|수학\s?(?:시험|문제)))"
)
_TOLD: Final = re.compile(
    rf"(?:학교|출신교|재학)(?:명)?\s?(?:[:：=]\s?(?P<plain>[가-힣A-Za-z0-9]{{2,12}}?(?:{_SCHOOLS}|{_SHORT_SCHOOLS})?)"
    rf"|[은는]\s?(?P<named>[가-힣A-Za-z0-9]{{2,12}}?(?:{_SCHOOLS}|초|중)))(?![가-힣])"
)
_HAKWON: Final = re.compile(r"(?<![가-힣])[가-힣A-Za-z0-9]{2,12}\s?(?:학원|교습소|공부방|과외방)(?![생비가-힣]{0,1}비)")
_GENERIC: Final = frozenset(
    [
        "어느",
        "어떤",
        "이",
        "그",
        "저",
        "한",
        "우리",
        "모든",
        "같은",
        "다른",
        "옆",
        "두",
        "세",
        "네",
        "여러",
        "각",
        "해당",
        "일반",
        "인문계",
        "전국",
        "남자",
        "여자",
        "남녀",
        "국립",
        "공립",
        "사립",
        "이웃",
        "근처",
        "모",
        "갑",
        "수학",
        "영어",
        "국어",
        "과학",
        "사회",
        "논술",
        "미술",
        "음악",
        "태권도",
        "피아노",
        "보습",
        "입시",
        "단과",
        "종합",
        "지역",
        "도시",
        "농촌",
        "시골",
        "명문",
        "유명",
        "작은",
        "큰",
        "새",
        "신설",
        "전체",
        "그럼",
        "실업계",
        "특수",
        "첫",
        "예비",
        "초등",
        "중등",
        "고등",
        "초",
        "중",
        "고",
        "우리나라",
        "학원",
        "동네",
        "아는",
        "다니는",
        "있는",
        "없는",
        "인근",
        "또는",
        "및",
        "와",
        "과",
        "남",
        "여",
        "공학",
        "대",
        "의과",
        "간호",
        "남자고등",
        "여자중",
        "공과",
        "가장",
        "최초",
        "매년",
        "올해",
        "작년",
        "재학",
        "졸업",
        "어린이",
        "아무",
        "무슨",
        "어디",
        "제",
        "내",
        "네",
        "너희",
        "저희",
        "쟤네",
        "걔네",
        "둘째",
        "가까운",
    ]
)
_WORDS_IN_SHORT: Final = re.compile(
    r"(?:최초|기초|당초|애초|매초|몇초|집중|도중|그중|이중|삼중|공중|대중|비중|체중|존중|와중|나중|관중|군중|하중|수중|평일중|가중|최고|사고|참고|광고|보고|창고|"
    r"냉장고|신고|경고|재고|원고|최대|확대|상대|반대|시대|세대|무대|기대|절대|군대|현대|초대|침대|재학생중|문제중)"
    r"|.*(?:[하되있없같않리누]고|(?:이|라|다|냐|자|려|니|모의|중간|기말)고)"
)
_VERBS_IN_SHORT: Final = re.compile(r".*[빼보쓰주먹풀알놓넣두크작높길넓받들간말의서르나가오사팔찾우]고")
_YEAR: Final = re.compile(r"\s?[1-6]\s?학년|\s?기출|\s?내신")
_PARTICLES_ON_PREFIX: Final = re.compile(r"(?:에서|에게|으로|는|은|를|을|의|에|인|된|한|와|과|로|고|던|할|며|면|도)$")


def places(text: str) -> Iterator[Finding]:
    """Addresses and schools in a view's text."""
    if re.search(r"[가-힣]", text) is None:
        return
    yield from _addresses(text)
    yield from _schools(text)


def _addresses(text: str) -> Iterator[Finding]:
    for pattern in (_PLACED, _LONE_ROAD, _HOUSED, _ESTATED, _LOTTED):
        for match in pattern.finditer(text):
            if pattern is not _PLACED or _administrative(match.group()):
                yield Finding("address", match.start(), match.end(), True, 6)
    for told in _LIVES.finditer(text):
        road = _ROAD_ONLY.search(text, told.end(), told.end() + 40)
        if road:
            yield Finding("address", road.start(), road.end(), True, 6)


def _administrative(found: str) -> bool:
    """A city, a district, or a lot number of a neighbourhood: not a unit of time or a particle before a number."""
    district = re.search(rf"(?:^|[\s,\d)])(?:{_CITY})(?=[\s,]|[가-힣])|[가-힣]{{2}}구(?=[\s,가-힣])|번지", found)
    return bool(district) and re.search(r"\d", found) is not None


def _schools(text: str) -> Iterator[Finding]:
    for match in _ATTACHED.finditer(text):
        if _named(match.group(), _SCHOOLS) and (" " not in match.group() or _begins(text, match.start())):
            yield Finding("school", match.start(), match.end(), True, 6)
    for match in _SHORT.finditer(text):
        verb = _VERBS_IN_SHORT.fullmatch(match.group()) and not _YEAR.match(text, match.end())
        if not verb and not _WORDS_IN_SHORT.fullmatch(match.group()) and _named(match.group(), _SHORT_SCHOOLS):
            yield Finding("school", match.start(), match.end(), True, 5)
    for match in _TOLD.finditer(text):
        told = match.lastgroup or "plain"
        if match.group(told) not in _GENERIC:
            yield Finding("school", match.start(told), match.end(told), True, 6)
    for match in _HAKWON.finditer(text):
        if _named(match.group(), "학원|교습소|공부방|과외방"):
            yield Finding("school", match.start(), match.end(), True, 6)


def _begins(text: str, start: int) -> bool:
    """Whether a name may begin here: a sentence does, or the word before ends in a particle."""
    return bool(re.search(r"(?:^|[.,:;!?(\n]|[은는이가의에로]|학교)\s*$", text[max(0, start - 6) : start]))


def _named(found: str, kinds: str) -> bool:
    """Whether a name of its own stands before the kind of school."""
    name = re.sub(rf"\s?(?:{kinds})$", "", found)
    spaced = found[len(name) : len(name) + 1].isspace()
    if name in _GENERIC or len(name) < 2 or re.search(r"\d", name):
        return False
    return not (spaced and _PARTICLES_ON_PREFIX.search(name))
