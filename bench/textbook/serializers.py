"""Nested model serializers."""

from rest_framework import serializers

from communities.models import Community, Country, ForeignMunicipality
from partnerships.models import Agreement, Partnership, Party
from registration.models import MinistryOrder, RegisterEntry, RegistrationCase


class OblastSerializer(serializers.ModelSerializer):
    """The oblast of a community."""

    class Meta:
        model = Community
        fields = ("katottg", "name_uk", "name_en")


class CommunitySerializer(serializers.ModelSerializer):
    """A Ukrainian party."""

    oblast = OblastSerializer()

    class Meta:
        model = Community
        fields = ("katottg", "level", "kind", "name_uk", "full_name_uk", "name_en", "full_name_en", "oblast")


class CountrySerializer(serializers.ModelSerializer):
    """The country of a foreign party."""

    class Meta:
        model = Country
        fields = ("code", "name_uk", "name_en")


class MunicipalitySerializer(serializers.ModelSerializer):
    """A foreign party."""

    country = CountrySerializer()

    class Meta:
        model = ForeignMunicipality
        fields = ("id", "name", "name_uk", "name_en", "level", "region", "country")


class PartySerializer(serializers.ModelSerializer):
    """A party."""

    community = CommunitySerializer()
    municipality = MunicipalitySerializer()

    class Meta:
        model = Party
        fields = ("side", "community", "municipality", "body_kind", "body_name_uk", "body_name_original")


class OrderSerializer(serializers.ModelSerializer):
    """An order of the Ministry."""

    class Meta:
        model = MinistryOrder
        fields = ("number", "date")


class CaseSerializer(serializers.ModelSerializer):
    """A case of an agreement."""

    order = OrderSerializer()

    class Meta:
        model = RegistrationCase
        fields = ("status", "order")


class EntrySerializer(serializers.ModelSerializer):
    """The register's entry of an agreement."""

    class Meta:
        model = RegisterEntry
        fields = ("number", "registered_on")


class AgreementSerializer(serializers.ModelSerializer):
    """An agreement with what the Ministry has done."""

    cases = CaseSerializer(many=True)
    register_entry = EntrySerializer(default=None)
    in_force = serializers.BooleanField()
    valid_until = serializers.DateField()

    class Meta:
        model = Agreement
        fields = (
            "id", "document_type", "title_uk", "title_en", "kinds", "spheres", "amends", "signed_on",
            "signed_precision", "signed_place", "signed_online", "term_kind", "term_years", "term_until",
            "valid_until", "council_decision_number", "council_decision_date", "terminated_on", "in_force",
            "version", "cases", "register_entry",
        )  # fmt: skip


class PartnershipSerializer(serializers.ModelSerializer):
    """A partnership with everything."""

    parties = PartySerializer(many=True)
    agreements = AgreementSerializer(many=True)
    activities_count = serializers.IntegerField()

    class Meta:
        model = Partnership
        fields = (
            "id", "code", "status", "origin", "parties", "agreements", "started_on", "started_precision",
            "ended_on", "summary_uk", "summary_en", "activities_count", "updated_at", "version",
        )  # fmt: skip
