from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CanvasMoment(TextChoices):
    """When the client asks for a canvas (report, Bijlage 2, document 2)."""

    START = "start", _("at the start")
    THREE_MONTHS = "three_months", _("after 3 months")
    END = "end", _("at the end")


class CanvasBlock(TextChoices):
    """The nine blocks of the Business Model Canvas, as they stand on paper from left to right."""

    KEY_PARTNERS = "key_partners", _("key partners")
    KEY_ACTIVITIES = "key_activities", _("key activities")
    KEY_RESOURCES = "key_resources", _("key resources")
    VALUE_PROPOSITIONS = "value_propositions", _("value proposition")
    CUSTOMER_RELATIONSHIPS = "customer_relationships", _("customer relationships")
    CHANNELS = "channels", _("channels")
    CUSTOMER_SEGMENTS = "customer_segments", _("customer segments")
    COST_STRUCTURE = "cost_structure", _("cost structure")
    REVENUE_STREAMS = "revenue_streams", _("revenue streams")
