from django.db.models import TextChoices


class ReportFormat(TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
