-- Whose proposers are the most satisfied (满意率), among how many committees of the level?
select
    level,
    year,
    rank_in_level,
    compared_in_level,
    ties_in_level,
    committee,
    value
from {{ ref('rankings') }}
where indicator = 'proposal_satisfaction_rate'
order by level, year, rank_in_level, committee
