"""Where each column of the table of municipalities went, or why it was held back."""

from __future__ import annotations

__all__ = ["COLUMNS"]

REGISTER = "data/municipalities/register.ttl"
TERRITORIES = "data/municipalities/territories.ttl"
AREA = "data/municipalities/area.ttl"
POPULATION = "data/municipalities/population.ttl"
STATUS = "data/municipalities/status.ttl"
HISTORY = "data/municipalities/history.ttl"

COLUMNS = {
    "code": f"{REGISTER}: identifier of scheme surs, and the slug of every IRI",
    "iso_3166_2": f"{REGISTER}: identifier of scheme iso-3166-2",
    "lau_code": f"{REGISTER}: identifier of scheme lau",
    "gisco_id": f"{REGISTER}: identifier of scheme gisco",
    "gurs_mid": f"{REGISTER}: identifier of scheme gurs-mid",
    "name_sl": f"{REGISTER}: foaf:name, and the name in skos:prefLabel",
    "name_sl_unabbreviated": f"{REGISTER}: skos:prefLabel and skos:altLabel of the one abbreviated name",
    "name_it": f"{REGISTER}: skos:altLabel in Italian",
    "name_hu": f"{REGISTER}: skos:altLabel in Hungarian",
    "bilingual_settlements": f"{AREA}: observation of measure bilingual-settlements",
    "name_en": f"{REGISTER}: skos:prefLabel in English, said to be built by us",
    "municipality_type": f"{REGISTER}: the kind in skos:prefLabel",
    "is_city_municipality": f"{STATUS}: a status period for each city municipality",
    "city_status_since": f"{STATUS}: lga:from",
    "ue_code": f"{TERRITORIES}: the administrative unit that the territory is part of, and its identifier",
    "ue_name": f"{TERRITORIES}: name of the administrative unit",
    "is_ue_seat": f"{REGISTER}: lga:administrativeSeatOf",
    "ue_exceptions": f"{TERRITORIES}: paraphrase of the evidence of the territory",
    "sr_code": f"{TERRITORIES}: the statistical region that the territory is part of, and its identifier",
    "nuts3_code": f"{TERRITORIES}: identifier of the statistical region",
    "nuts3_name": f"{TERRITORIES}: name of the statistical region",
    "nuts2_code": f"{TERRITORIES}: identifier of the cohesion region",
    "nuts2_name": f"{TERRITORIES}: name of the cohesion region",
    "nuts3_uri": "data/links/nuts.ttl: rdfs:seeAlso of the statistical region",
    "nuts2_uri": "data/links/nuts.ttl: rdfs:seeAlso of the cohesion region",
    "wikidata_qid": "data/links/wikidata.ttl: schema:sameAs where two sources agree; the others are noted as held back",
    "qid_status": "data/links/wikidata.ttl: decides which identifiers are published; said in the header",
    "geonames_id": "data/links/geonames.ttl: schema:sameAs of the territory",
    "geonames_admin1": "data/links/geonames.ttl: identifier of scheme geonames-admin1",
    "osm_relation_id": "data/links/openstreetmap.ttl: schema:sameAs of the territory",
    "wof_id": "data/links/whosonfirst.ttl: schema:sameAs of the territory",
    "dbpedia_uri_derived": "data/links/dbpedia.ttl: skos:closeMatch",
    "enwiki_title": "data/links/wikipedia.ttl: rdfs:seeAlso",
    "slwiki_url": "data/links/wikipedia.ttl: schema:sameAs",
    "viaf": "held back: empty in every row",
    "isni": "held back: empty in every row",
    "surs_rdf_uri": "data/links/gov-si.ttl: rdfs:seeAlso",
    "crp_rdf_uri": "data/links/gov-si.ttl: rdfs:seeAlso",
    "launuts_uri_derived": "data/links/launuts.ttl: rdfs:seeAlso of the territory",
    "eu_atu_uri": "held back: empty in every row",
    "population": f"{POPULATION}: observation of measure population",
    "population_date": f"{POPULATION}: lga:onDate",
    "population_2024_01_01": f"{POPULATION}: observation of measure population",
    "area_km2": f"{AREA}: observation of measure area, about the territory",
    "settlements": f"{AREA}: observation of measure settlements, about the territory",
    "centroid_lat": f"{TERRITORIES}: geo:lat of the territory",
    "centroid_lon": f"{TERRITORIES}: geo:long of the territory",
    "seat_settlement": f"{TERRITORIES}: name of the seat",
    "seat_lat": f"{TERRITORIES}: geo:lat of the seat",
    "seat_lon": f"{TERRITORIES}: geo:long of the seat",
    "website": "held back: empty in every row",
    "established_wave": f"{HISTORY}: lga:onDate of the founding and derived evidence",
    "established_year_slwiki": f"{HISTORY}: evidence of the founding, or a second event where the year differs",
    "split_from_slwiki": f"{HISTORY}: paraphrase and lga:asWritten of the evidence",
    "established_legal_date": f"{HISTORY}: lga:onDate of the founding",
    "established_legal_ref": f"{HISTORY}: paraphrase of the evidence",
    "gurs_valid_from": f"{REGISTER}: paraphrase of the evidence of the register's record, not a founding date",
    "gurs_entered": f"{REGISTER}: paraphrase of the evidence of the register's record",
    "note": f"{REGISTER}, {STATUS}: evidence on Žalec and Krško; the rest explains identifiers that are held back",
}
"""For each column, the file and property that hold it, or why it is held back."""
