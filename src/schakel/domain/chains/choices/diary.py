from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LogTopic(TextChoices):
    """What a log entry is about: the headings and points of the accountability report.

    Source: report, Bijlage 2, document 3 (Format verantwoording, Provincie Flevoland).
    """

    REVIEW = "review", _("looking back")
    CASE_FEASIBILITY = "case_feasibility", _("chances (feasibility)")
    CASE_OBSTACLES = "case_obstacles", _("what are bottlenecks")
    CASE_SUPPORT = "case_support", _("development of support and capacity among participants")
    CASE_REGION = "case_region", _("prospect of processing or business in the region")
    CASE_ORGANISATION = "case_organisation", _("prospect of a form of organisation")
    CASE_SCALE = "case_scale", _("scalability")
    FINANCE_OWN_MEANS = "finance_own_means", _("own means, standing on own feet")
    FINANCE_SCALING = "finance_scaling", _("funds for scaling")
    FINANCE_KNOWLEDGE = "finance_knowledge", _("funds for developing knowledge")
    FINANCE_SUBSIDY = "finance_subsidy", _("subsidies")
    STREAM_WHICH = "stream_which", _("which streams")
    STREAM_SIZE = "stream_size", _("how large the stream is (volume, kg or tonnes)")
    STREAM_PROCESSING = "stream_processing", _("potential processing volumes (in and out)")
    STREAM_NICHE_OR_MASS = "stream_niche_or_mass", _("niche or mass")
    PARTNERS_INVOLVEMENT = "partners_involvement", _("involvement of chain partners")
    PARTNERS_EXPANSION = "partners_expansion", _("expansion of chain partners")
    PARTNERS_PLATFORM = "partners_platform", _("contacts with the platform")
    RULES_PERMITS = "rules_permits", _("permits now and in the future")
    RESULT_INTERMEDIATE = "result_intermediate", _("intermediate products")
    RESULT_MILESTONE = "result_milestone", _("milestones")
    RESULT_SUCCESS = "result_success", _("successes")
    OPPORTUNITY = "opportunity", _("opportunities")
    BOTTLENECK = "bottleneck", _("bottlenecks")
    LESSON = "lesson", _("other lessons learned")
    OUTLOOK = "outlook", _("outlook, what is needed in the coming months")


class LogHeading(TextChoices):
    """The headings of the accountability report under which a log entry can fall, in its order."""

    REVIEW = "review", _("Looking back on the past period")
    CASE = "case", _("Development of the business case")
    FINANCE = "finance", _("Questions of finance")
    STREAMS = "streams", _("Effect on flows of materials")
    PARTNERS = "partners", _("Working together with chain partners")
    RULES = "rules", _("Questions of law and regulation (including spatial policy)")
    RESULTS = "results", _("Results and successes")
    OPPORTUNITIES = "opportunities", _("Opportunities")
    BOTTLENECKS = "bottlenecks", _("Bottlenecks")
    LESSONS = "lessons", _("Other lessons learned")
    OUTLOOK = "outlook", _("Outlook, what is needed in the coming months")


TOPICS: dict[LogHeading, tuple[LogTopic, ...]] = {
    LogHeading.REVIEW: (LogTopic.REVIEW,),
    LogHeading.CASE: (
        LogTopic.CASE_FEASIBILITY,
        LogTopic.CASE_OBSTACLES,
        LogTopic.CASE_SUPPORT,
        LogTopic.CASE_REGION,
        LogTopic.CASE_ORGANISATION,
        LogTopic.CASE_SCALE,
    ),
    LogHeading.FINANCE: (
        LogTopic.FINANCE_OWN_MEANS,
        LogTopic.FINANCE_SCALING,
        LogTopic.FINANCE_KNOWLEDGE,
        LogTopic.FINANCE_SUBSIDY,
    ),
    LogHeading.STREAMS: (
        LogTopic.STREAM_WHICH,
        LogTopic.STREAM_SIZE,
        LogTopic.STREAM_PROCESSING,
        LogTopic.STREAM_NICHE_OR_MASS,
    ),
    LogHeading.PARTNERS: (
        LogTopic.PARTNERS_INVOLVEMENT,
        LogTopic.PARTNERS_EXPANSION,
        LogTopic.PARTNERS_PLATFORM,
    ),
    LogHeading.RULES: (LogTopic.RULES_PERMITS,),
    LogHeading.RESULTS: (
        LogTopic.RESULT_INTERMEDIATE,
        LogTopic.RESULT_MILESTONE,
        LogTopic.RESULT_SUCCESS,
    ),
    LogHeading.OPPORTUNITIES: (LogTopic.OPPORTUNITY,),
    LogHeading.BOTTLENECKS: (LogTopic.BOTTLENECK,),
    LogHeading.LESSONS: (LogTopic.LESSON,),
    LogHeading.OUTLOOK: (LogTopic.OUTLOOK,),
}
