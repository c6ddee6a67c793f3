with document_terms as (
    select
        documents.committee_id,
        documents.report_year as year,
        keywords.document_id,
        keywords.term,
        keywords.occurrences,
        keywords.terms,
        keywords.weight
    from {{ source('segmented', 'keywords') }} as keywords
    inner join {{ ref('dim_document') }} as documents on keywords.document_id = documents.document_id
    where
        documents.counted and documents.of_genre
        and documents.committee_id is not null and documents.report_year is not null
),

document_lengths as (
    select distinct
        committee_id,
        year,
        document_id,
        terms
    from document_terms
),

year_lengths as (
    select
        committee_id,
        year,
        sum(terms) as terms
    from document_lengths
    group by committee_id, year
)

-- the documents of a year as one text: occurrences of all / terms of all * inverse document frequency
select
    document_terms.committee_id,
    document_terms.year,
    document_terms.term,
    cast(sum(document_terms.occurrences) as bigint) as occurrences,
    count(*) as documents,
    round(sum(document_terms.weight * document_terms.terms) / any_value(year_lengths.terms), 9) as weight
from document_terms
inner join year_lengths
    on document_terms.committee_id = year_lengths.committee_id and document_terms.year = year_lengths.year
group by document_terms.committee_id, document_terms.year, document_terms.term
