with claims as (
    -- with what the figure can mean at least and at most
    select
        yearly.*,
        figures.published,
        figures.lowest as least,
        figures.highest as most
    from {{ ref('yearly_claim') }} as yearly
    inner join {{ ref('fct_observation') }} as figures on yearly.observation_id = figures.observation_id
    where
        (yearly.committee_id, yearly.year, yearly.indicator) in (
            select (planned.committee_id, planned.year, planned.indicator)
            from {{ ref('yearly_claim') }} as planned
            where planned.status = 'planned'
        )
)

select
    planned.committee_id,
    committees.name as committee,
    committees.level,
    committees.province,
    planned.year,
    planned.indicator,
    planned.unit,
    planned.basis,
    planned.value as planned,
    planned.qualifier as planned_qualifier,
    planned.choice as planned_choice,
    actual.value as actual,
    actual.qualifier as actual_qualifier,
    actual.choice as actual_choice,
    actual.basis as actual_basis,
    actual.value - planned.value as difference,
    100 * actual.value / nullif(planned.value, 0) as percent_done,
    case
        when actual.choice is null then 'not reported'
        when planned.value is null or actual.value is null then 'several'
        when planned.basis <> actual.basis and coalesce(planned.unit, '') <> '%' then 'other basis'
        when planned.qualifier = 'at_most' and actual.most <= planned.value then 'reached'
        when planned.qualifier = 'at_most' and actual.least > planned.value then 'missed'
        when planned.qualifier <> 'at_most' and actual.least >= planned.least then 'reached'
        when planned.qualifier <> 'at_most' and actual.most < planned.least
            then if(year(actual.published) <= planned.year, 'not yet', 'missed')
        else 'unclear'
    end as outcome,
    planned.subject as planned_subject,
    planned.sentence as planned_sentence,
    planned.source as planned_source,
    actual.subject as actual_subject,
    actual.sentence as actual_sentence,
    actual.source as actual_source
from claims as planned
inner join {{ ref('dim_committee') }} as committees on planned.committee_id = committees.committee_id
-- what the document of the plan itself reports came before the plan
left join claims as actual
    on
        {{ same('committee_id, year, indicator, unit', 'planned', 'actual') }}
        and actual.status = 'actual'
        and planned.document_id <> actual.document_id
where planned.status = 'planned'
qualify
    row_number() over (
        partition by planned.committee_id, planned.year, planned.indicator, planned.unit, planned.basis
        order by planned.basis <> actual.basis, {{ basis_order('actual.basis') }}
    ) = 1
