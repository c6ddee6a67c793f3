with planned as (
    select * from {{ ref('yearly_claim') }}
    where status = 'planned' and indicator <> 'other'
),

reported as (
    select * from {{ ref('yearly_claim') }}
    where status = 'actual'
)

select
    planned.committee_id,
    committees.name as committee,
    committees.level,
    committees.province,
    planned.year,
    planned.indicator,
    planned.unit,
    planned.value as planned,
    planned.qualifier as planned_qualifier,
    planned.choice as planned_choice,
    reported.value as actual,
    reported.qualifier as actual_qualifier,
    reported.choice as actual_choice,
    reported.value - planned.value as difference,
    100 * reported.value / nullif(planned.value, 0) as percent_done,
    case
        when reported.choice is null then 'not reported'
        when planned.value is null or reported.value is null then 'several'
        when planned.qualifier = 'at_most' and reported.value > planned.value then 'missed'
        when planned.qualifier = 'at_most' or reported.value >= planned.value then 'reached'
        else 'missed'
    end as outcome,
    planned.sentence as planned_sentence,
    planned.source as planned_source,
    reported.sentence as actual_sentence,
    reported.source as actual_source
from planned
inner join {{ ref('dim_committee') }} as committees on planned.committee_id = committees.committee_id
left join reported
    on
        planned.committee_id = reported.committee_id
        and planned.year = reported.year
        and planned.indicator = reported.indicator
        and planned.unit is not distinct from reported.unit
