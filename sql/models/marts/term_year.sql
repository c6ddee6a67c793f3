-- What a committee's documents of a year say of each term, taken as one text; keywords shows the strongest.
{{ config(materialized='ephemeral') }}
select
    documents.committee_id,
    documents.report_year as year,
    keywords.term,
    cast(sum(keywords.occurrences) as bigint) as occurrences,
    count(*) as documents,
    -- TF-IDF before the division by the length of the text
    round(sum(keywords.weight * keywords.terms), 6) as weight
from {{ source('segmented', 'keywords') }} as keywords
inner join {{ ref('dim_document') }} as documents on keywords.document_id = documents.document_id
where
    documents.counted and documents.of_genre
    and documents.committee_id is not null and documents.report_year is not null
group by documents.committee_id, documents.report_year, keywords.term
