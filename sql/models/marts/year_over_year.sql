with paired_years as (
    -- only the same basis compares: a running total grows by itself
    select
        later.committee_id,
        later.committee,
        later.level,
        later.province,
        later.indicator,
        later.unit,
        later.basis,
        later.year,
        earlier.value as value_before,
        later.value,
        ln(later.value / earlier.value) as growth,
        earlier.qualifier <> 'exact' or later.qualifier <> 'exact' as approximate,
        earlier.sentence as sentence_before,
        earlier.source as source_before,
        later.sentence,
        later.source
    from {{ ref('committee_year') }} as later
    inner join {{ ref('committee_year') }} as earlier
        on
            later.committee_id = earlier.committee_id
            and later.indicator = earlier.indicator
            and later.unit is not distinct from earlier.unit
            and later.basis = earlier.basis
            and later.year = earlier.year + 1
            and later.value > 0
            and earlier.value > 0
),

medians as (
    select
        indicator,
        count(*) as compared,
        median(growth) as usual_growth,
        mad(growth) as spread
    from paired_years
    group by indicator
)

select
    pairs.committee_id,
    pairs.committee,
    pairs.level,
    pairs.province,
    pairs.indicator,
    pairs.unit,
    pairs.basis,
    pairs.year,
    pairs.value_before,
    pairs.value,
    pairs.value - pairs.value_before as change,
    100 * (pairs.value / pairs.value_before - 1) as change_percent,
    pairs.approximate,
    medians.compared,
    -- with at least ten pairs the median and its deviation tell what is usual, else a factor of five
    case
        when medians.compared >= 10
            then abs(pairs.growth - medians.usual_growth) > 3.5 * greatest(1.4826 * medians.spread, 0.1)
        else abs(pairs.growth) > ln(5)
    end as outlier,
    pairs.sentence_before,
    pairs.source_before,
    pairs.sentence,
    pairs.source
from paired_years as pairs
inner join medians on pairs.indicator = medians.indicator
