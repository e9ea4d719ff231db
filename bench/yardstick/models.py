import uuid

from django.db import models


class Event(models.Model):
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=200)
    introduction = models.TextField()
    description = models.TextField()
    audience = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closes_on = models.DateField()
    binding_after = models.DateField()
    venue = models.CharField(max_length=200)
    venue_address = models.CharField(max_length=200)
    venue_directions = models.TextField()
    organisers = models.CharField(max_length=200)
    contact_email = models.EmailField()
    capacity = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.title


class Speaker(models.Model):
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    affiliation = models.CharField(max_length=200)
    biography = models.TextField()

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    title = models.CharField(max_length=200)
    abstract = models.TextField(blank=True)
    room = models.CharField(max_length=200)
    speakers = models.ManyToManyField(Speaker)

    class Meta:
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.title


class Registration(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations")
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    email = models.EmailField()
    workplace = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk}"
