{%- set classes = ['submitted', 'filed', 'completed', 'resolved', 'in_progress', 'explained'] -%}
{%- set rates = {
    'filing_rate': ('filed', 'submitted', 'proposal_filing_rate'),
    'reply_rate': ('completed', 'filed', 'proposal_reply_rate'),
    'resolved_share': ('resolved', 'filed', 'proposals_resolved'),
    'in_progress_share': ('in_progress', 'filed', 'proposals_in_progress'),
    'explained_share': ('explained', 'filed', 'proposals_explained'),
} -%}
with proposal_claims as (
    -- the proposals of a year are not mixed with those of a term; where only one of them is counted, all is about it
    select
        *,
        list(distinct basis) filter (
            where indicator in ('proposals_submitted', 'proposals_filed') and unit is distinct from '%'
        ) over (partition by committee_id, year) as counted_on,
        if(len(counted_on) = 1, counted_on[1], basis) as funnel_basis
    from {{ ref('yearly_claim') }}
    where
        status = 'actual' and indicator in (
            'proposals_submitted', 'proposals_filed', 'proposals_completed', 'proposals_resolved',
            'proposals_in_progress', 'proposals_explained', 'proposal_filing_rate', 'proposal_reply_rate'
        )
),

counts as (
    select
        committee_id,
        year,
        funnel_basis,
        {% for class in classes -%}
        {{ claimed('proposals_' ~ class) }} as {{ class }},
        {% endfor -%}
        {% for name, (part, whole, given) in rates.items() -%}
        {{ claimed(given, percent=true) }} as {{ name }}_given,
        {% endfor -%}
        coalesce(list(distinct indicator order by indicator) filter (where qualifier <> 'exact'), []) as approximate,
        coalesce(list(distinct indicator order by indicator) filter (where value is null), []) as several,
        coalesce(
            list({{ evidence('quantity', 'sentence', 'source') }} order by indicator, unit)
            filter (where value is not null), []
        ) as evidence
    from proposal_claims
    group by all
),

compared_rates as (
    select
        *,
        {% for name, (part, whole, given) in rates.items() -%}
        {{ rate(part, whole) }} as {{ name }}_computed,
        {% endfor -%}
        map {
            {% for name, (part, whole, given) in rates.items() -%}
            '{{ name }}': {{ gap(name, part, whole, given) }}{{ ',' if not loop.last }}
            {% endfor %}
        } as gaps
    from counts
)

select
    rates.committee_id,
    committees.name as committee,
    committees.level,
    committees.province,
    rates.year,
    rates.funnel_basis as basis,
    rates.* exclude (committee_id, year, funnel_basis, gaps), -- noqa: RF02
    list_filter(map_keys(rates.gaps), lambda rate: rates.gaps[rate] > 0.5) as disagreeing, -- noqa: RF02
    list_max(map_values(rates.gaps)) <= 0.5 as rates_agree
from compared_rates as rates
inner join {{ ref('dim_committee') }} as committees on rates.committee_id = committees.committee_id
