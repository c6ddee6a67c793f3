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
),

year_terms as (
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
),

strongest_terms as (
    select
        *,
        row_number() over (partition by committee_id, year order by weight desc, term asc) as rank
    from year_terms
    qualify rank <= 20
)

select
    strongest_terms.committee_id,
    committees.name as committee,
    strongest_terms.year,
    strongest_terms.rank,
    strongest_terms.term,
    strongest_terms.occurrences,
    strongest_terms.documents,
    strongest_terms.weight,
    earlier_terms.weight as weight_before,
    case
        when earlier_years.year is null then null
        when earlier_terms.weight is null then 'new'
        when strongest_terms.weight > 1.25 * earlier_terms.weight then 'rising'
        when strongest_terms.weight < 0.8 * earlier_terms.weight then 'falling'
        else 'steady'
    end as trend
from strongest_terms
inner join {{ ref('dim_committee') }} as committees on strongest_terms.committee_id = committees.committee_id
left join year_lengths as earlier_years
    on strongest_terms.committee_id = earlier_years.committee_id and strongest_terms.year = earlier_years.year + 1
left join year_terms as earlier_terms
    on
        strongest_terms.committee_id = earlier_terms.committee_id
        and strongest_terms.year = earlier_terms.year + 1
        and strongest_terms.term = earlier_terms.term
