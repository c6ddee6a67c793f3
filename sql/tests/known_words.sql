-- Closed fields hold the words of the contract and nothing else.
{{ config(meta={'dagster': {'ref': {'name': 'fct_observation'}}}) }}
select
    observation_id,
    status,
    basis,
    scope,
    qualifier,
    sentence,
    source
from {{ ref('fct_observation') }}
where
    coalesce(status, '') not in ('actual', 'planned')
    or coalesce(basis, '') not in ('period', 'cumulative', 'event')
    or coalesce(scope, '') not in ('own', 'system', 'subordinate', 'external')
    or coalesce(qualifier, '') not in ('exact', 'at_least', 'approx', 'at_most')
