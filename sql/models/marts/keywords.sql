with document_lengths as (
    select distinct
        document_id,
        terms
    from {{ source('segmented', 'keywords') }}
),

year_lengths as (
    select
        documents.committee_id,
        documents.report_year as year,
        sum(lengths.terms) as terms
    from document_lengths as lengths
    inner join {{ ref('dim_document') }} as documents on lengths.document_id = documents.document_id
    where documents.counted and documents.of_genre
    group by documents.committee_id, documents.report_year
),

least_weights as (
    -- of the 20th strongest term
    select
        committee_id,
        year,
        list_last(max(weight, 20)) as weight
    from {{ ref('term_year') }}
    group by committee_id, year
),

strongest_terms as (
    select
        terms.*,
        row_number()
            over (partition by terms.committee_id, terms.year order by terms.weight desc, terms.term asc)
            as rank
    from {{ ref('term_year') }} as terms
    inner join least_weights as least
        on terms.committee_id = least.committee_id and terms.year = least.year and terms.weight >= least.weight
    qualify rank <= 20
)

select
    terms.committee_id,
    committees.name as committee,
    terms.year,
    terms.rank,
    terms.term,
    terms.occurrences,
    terms.documents,
    round(terms.weight / lengths.terms, 9) as weight,
    round(former_terms.weight / former_lengths.terms, 9) as weight_before,
    case
        when former_lengths.year is null then null
        when weight_before is null then 'new'
        when terms.weight / lengths.terms > 1.25 * weight_before then 'rising'
        when terms.weight / lengths.terms < 0.8 * weight_before then 'falling'
        else 'steady'
    end as trend
from strongest_terms as terms
inner join {{ ref('dim_committee') }} as committees on terms.committee_id = committees.committee_id
inner join year_lengths as lengths on terms.committee_id = lengths.committee_id and terms.year = lengths.year
left join year_lengths as former_lengths
    on terms.committee_id = former_lengths.committee_id and terms.year = former_lengths.year + 1
left join {{ ref('term_year') }} as former_terms
    on
        terms.committee_id = former_terms.committee_id
        and terms.year = former_terms.year + 1
        and terms.term = former_terms.term
