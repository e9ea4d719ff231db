from django import forms

from yardstick.models import Registration


class RegistrationForm(forms.ModelForm):
    class Meta:
        model = Registration
        fields = ["name", "job_title", "workplace", "email"]
        labels = {"name": "Navn", "job_title": "Stilling", "workplace": "Arbejdsplads", "email": "E-mail"}
