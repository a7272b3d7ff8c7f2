"""Signing in for facilitators. Participants have no account and never come here."""

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, LogoutView
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe
from sesame.backends import ModelBackend as LinkBackend
from sesame.utils import get_query_string

from coprod.network import room_address

LINK_BACKEND = "sesame.backends.ModelBackend"
FIRST_USERNAME = "facilitator"


class SignedInRequest(HttpRequest):
    """What a view behind login_required gets."""

    user: User


def facilitators() -> QuerySet[User]:
    return get_user_model().objects.filter(is_active=True).order_by("first_name", "username")


def somebody_has_a_password() -> bool:
    return facilitators().exclude(Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)).exists()


def first_facilitator() -> User:
    """The oldest account; made, without a password, when there is none."""
    return facilitators().order_by("pk").first() or get_user_model().objects.create_user(FIRST_USERNAME)


def sign_in_link(user: User, site: str) -> str:
    """A link that signs this person in once, within a day. Making another leaves the earlier ones as they are."""
    return site.rstrip("/") + reverse("sign-in-link") + get_query_string(user)


def use_up(user: User) -> bool:
    """True for the first who presses. The link is bound to last_login, so whoever comes later finds it changed."""
    same = get_user_model().objects.filter(pk=user.pk, last_login=user.last_login)
    return same.update(last_login=timezone.now()) == 1


class PaperFields:
    """Gives each box of a form the look of the house."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            field.widget.attrs["class"] = "input"


class SignInForm(PaperFields, AuthenticationForm):
    error_messages = {
        "invalid_login": _("That name and password do not go together. Check both and try again."),
        "inactive": _("That name and password do not go together. Check both and try again."),
    }

    def __init__(self, request: HttpRequest | None = None, *args, **kwargs) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("The name you sign in with")
        self.fields["password"].label = _("Password")


class NameForm(PaperFields, forms.ModelForm):
    class Meta:
        model = User
        fields = ["first_name"]
        labels = {"first_name": _("Your first name")}
        help_texts = {"first_name": _("People in the room will see this.")}
        widgets = {"first_name": forms.TextInput(attrs={"autocomplete": "given-name"})}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = True


class NewPasswordForm(PaperFields, SetPasswordForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = _(
            "Ten letters or more. Three or four words in a row are easy to keep."
        )
        self.fields["new_password2"].label = _("The same password again")
        self.fields["new_password2"].help_text = ""


class WelcomeForm(NewPasswordForm):
    first_name = forms.CharField(
        label=_("Your first name"), help_text=_("People in the room will see this."), max_length=150
    )
    field_order = ["first_name", "new_password1", "new_password2"]

    def save(self, commit: bool = True) -> User:
        self.user.first_name = self.cleaned_data["first_name"]
        return super().save(commit)


class OtherPasswordForm(NewPasswordForm, PasswordChangeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("The password you have now")


class PersonForm(PaperFields, forms.ModelForm):
    class Meta:
        model = User
        fields = ["first_name", "username"]
        labels = {"first_name": _("First name"), "username": _("The name they sign in with")}
        help_texts = {
            "first_name": _("People in the room will see this."),
            "username": _("Letters and numbers, without spaces."),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first_name"].required = True
        # The form is about somebody else: the browser should not offer one's own.
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_username(self) -> str:
        """Names that differ by capitals alone are one name to a person who types it."""
        username = self.cleaned_data["username"]
        if get_user_model().objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("Somebody signs in with that name. Choose another."))
        return username

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        return super().save(commit)


sign_in = LoginView.as_view(
    template_name="accounts/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
)
sign_out = LogoutView.as_view()


@never_cache
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_link(request: HttpRequest) -> HttpResponse:
    """Looking at a link must not use it up: chat programs and mail filters open every link they carry."""
    token = (request.POST if request.method == "POST" else request.GET).get("sesame", "")
    # Asked directly: a link that did not work must not count as a failed try of the whole room's address.
    user = LinkBackend().authenticate(request, sesame=token)
    if user is None:
        return render(request, "accounts/link_used.html", status=410)
    if request.method != "POST":
        return render(request, "accounts/link.html", {"token": token, "person": user})
    if not use_up(user):
        return render(request, "accounts/link_used.html", status=410)
    login(request, user, backend=LINK_BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL if user.has_usable_password() else "welcome")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: SignedInRequest) -> HttpResponse:
    if not request.user.has_usable_password():
        return redirect("welcome")
    form = OtherPasswordForm(request.user, request.POST or None)
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, _("Your password is saved."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/password.html", {"form": form})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: SignedInRequest) -> HttpResponse:
    """The first visit by a link: a name to show and a password to come back with. Both can wait."""
    if request.user.has_usable_password():
        return redirect("account")
    form = WelcomeForm(request.user, request.POST or None, initial={"first_name": request.user.first_name})
    if form.is_valid():
        update_session_auth_hash(request, form.save())
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/welcome.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    form = NameForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Your name is saved."))
        return redirect("account")
    return render(request, "accounts/account.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: SignedInRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if form.is_valid():
        return redirect("person-link", form.save().pk)
    return render(request, "accounts/people.html", {"form": form, "people": facilitators()})


@never_cache
@login_required
@require_safe
def person_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """A one-time link for a colleague who has never been here, or for oneself on another device.

    Nobody makes one for a colleague who has been here: it would let them act under that person's name.
    """
    person = get_object_or_404(facilitators().filter(Q(last_login=None) | Q(pk=request.user.pk)), pk=pk)
    link = sign_in_link(person, room_address(request))
    return render(request, "accounts/person_link.html", {"person": person, "link": link, "qr": qr_svg(link)})


def qr_svg(text: str) -> str:
    """Presentation attributes alone: the content policy blocks styles."""
    code = segno.make(text, error="m")
    return mark_safe(code.svg_inline(border=4, light="#ffffff", dark="#000000", omitsize=True, svgclass="qr"))
