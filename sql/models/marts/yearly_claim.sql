{%- set keys = 'status, committee_id, year, indicator, unit, basis' -%}
with statements as (
    select
        status,
        committee_id,
        period as year,
        indicator,
        unit,
        basis,
        {{ statement_columns() }}
    from {{ ref('fct_observation') }}
    where
        counted and scope = 'own' and breakdown is null and indicator <> 'other'
        and committee_id is not null and period is not null
),

{{ claims(keys) }}

select * from claims
