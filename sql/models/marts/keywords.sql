with reported_years as (
    -- with the weight of the 20th strongest term
    select
        committee_id,
        year,
        list_last(max(weight, 20)) as least_weight
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
    inner join reported_years as years
        on terms.committee_id = years.committee_id and terms.year = years.year and terms.weight >= years.least_weight
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
left join reported_years as earlier_years
    on
        strongest_terms.committee_id = earlier_years.committee_id
        and strongest_terms.year = earlier_years.year + 1
left join {{ ref('term_year') }} as earlier_terms
    on
        strongest_terms.committee_id = earlier_terms.committee_id
        and strongest_terms.year = earlier_terms.year + 1
        and strongest_terms.term = earlier_terms.term
