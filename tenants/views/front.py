"""The pages at no academy's address: what this is, and signing up."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_safe

from eduai.lib import clock
from eduai.lib.errors import EduError
from tenants import rates
from tenants.actors import VISITOR
from tenants.addresses import address_of
from tenants.services.academies import open_academy

TOO_OFTEN = "잠시 동안 너무 많은 학원이 만들어졌습니다. 한 시간 뒤에 다시 시도해 주세요. 적은 내용은 그대로 있습니다."


class SignUpForm(forms.Form):
    """A new academy and its director's password; the sentences are for people, the rules are the service's."""

    name = forms.CharField(max_length=100, error_messages={"required": "학원 이름을 적어 주세요."})
    slug = forms.CharField(max_length=40, error_messages={"required": "학원 주소를 적어 주세요."})
    password = forms.CharField(
        min_length=10,
        max_length=128,
        strip=False,
        error_messages={
            "required": "비밀번호를 적어 주세요.",
            "min_length": "비밀번호는 10자 이상이어야 합니다.",
        },
    )

    def clean_password(self) -> str:
        """As everywhere: not too common, and not of digits alone."""
        password = str(self.cleaned_data["password"])
        with translation.override("ko"):
            validate_password(password)
        return password

    def clean_slug(self) -> str:
        """Lower case: browsers read hosts so."""
        return str(self.cleaned_data["slug"]).lower()


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """Tells where an academy's own address is."""
    return render(request, "tenants/welcome.html", {"host": request.get_host(), "sign_up": settings.EDUAI_SIGN_UP})


@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """An academy of one's own: GET the form, POST opens it. 404 where the installation does not offer it."""
    if not settings.EDUAI_SIGN_UP:
        raise Http404
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        opened = _open(request, form)
        if opened is not None:
            return opened
    return render(
        request,
        "tenants/sign_up.html",
        {"form": form, "base": request.get_host()},
        status=400 if form.errors else 200,
    )


def _open(request: HttpRequest, form: SignUpForm) -> HttpResponse | None:
    """The page that says where the academy is; None with the reason in the form."""
    if not (rates.allowed("sign-up", address_of(request), 5) and rates.allowed("sign-up", "everybody", 60)):
        form.add_error(None, TOO_OFTEN)
        return None
    wanted = form.cleaned_data
    try:
        opened = open_academy(
            name=wanted["name"],
            slug=wanted["slug"],
            password=wanted["password"],
            actor=VISITOR,
            now=clock.now(),
        )
    except EduError as error:
        form.add_error(error.field if error.field in form.fields else None, error.sentence)
        return None
    base = request.get_host().partition(":")
    place = f"{request.scheme}://{opened.academy.slug}.{settings.EDUAI_BASE_DOMAIN}{base[1]}{base[2]}/"
    return render(request, "tenants/signed_up.html", {"opened": opened, "place": place}, status=201)
