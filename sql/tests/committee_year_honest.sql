-- A value stands among its statements; where none could be chosen there is none, and a rate lies in 0..100.
{{ config(meta={'dagster': {'ref': {'name': 'committee_year'}}}) }}
select
    committee_id,
    year,
    indicator,
    unit,
    value,
    choice,
    lowest,
    highest,
    sentence,
    source
from {{ ref('committee_year') }}
where
    (value is null) <> (choice = 'several')
    or value not between lowest and highest
    or (choice = 'several' and statements < 2)
    or (unit = '%' and indicator <> 'other' and value not between 0 and 100)
