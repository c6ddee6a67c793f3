with claims as (
    select
        committee_id,
        committee,
        level,
        province,
        year,
        {{ claimed('proposals_submitted') }} as submitted,
        {{ claimed('proposals_filed') }} as filed,
        {{ claimed('proposals_completed') }} as completed,
        {{ claimed('proposals_resolved') }} as resolved,
        {{ claimed('proposals_in_progress') }} as in_progress,
        {{ claimed('proposals_explained') }} as explained,
        {{ claimed('proposal_filing_rate', percent=true) }} as filing_rate_given,
        {{ claimed('proposal_reply_rate', percent=true) }} as reply_rate_given,
        {{ claimed('proposals_resolved', percent=true) }} as resolved_share_given,
        {{ claimed('proposals_in_progress', percent=true) }} as in_progress_share_given,
        {{ claimed('proposals_explained', percent=true) }} as explained_share_given,
        list({{ evidence('quantity', 'sentence', 'source') }} order by indicator, unit)
        filter (where value is not null) as evidence,
        list(indicator order by indicator, unit) filter (where value is null) as several
    from {{ ref('committee_year') }}
    where
        indicator in (
            'proposals_submitted', 'proposals_filed', 'proposals_completed', 'proposals_resolved',
            'proposals_in_progress', 'proposals_explained', 'proposal_filing_rate', 'proposal_reply_rate'
        )
    group by all
),

computed_rates as (
    select
        *,
        100 * filed / nullif(submitted, 0) as filing_rate_computed,
        100 * completed / nullif(filed, 0) as reply_rate_computed,
        100 * resolved / nullif(filed, 0) as resolved_share_computed,
        100 * in_progress / nullif(filed, 0) as in_progress_share_computed,
        100 * explained / nullif(filed, 0) as explained_share_computed
    from claims
),

compared_rates as (
    -- the shares of the classes may be of the filed or of the completed proposals
    select
        *,
        [
            case when {{ disagrees('filing_rate_given', ['filing_rate_computed']) }} then 'filing_rate' end,
            case when {{ disagrees('reply_rate_given', ['reply_rate_computed']) }} then 'reply_rate' end,
            {% for class in ['resolved', 'in_progress', 'explained'] -%}
            case
                when {{ disagrees(
                    class ~ '_share_given',
                    [class ~ '_share_computed', '100 * ' ~ class ~ ' / nullif(completed, 0)']
                ) }} then '{{ class }}_share'
            end{{ ',' if not loop.last }}
            {% endfor %}
        ] as marks
    from computed_rates
)

select
    * exclude (marks, evidence, several),
    list_filter(marks, lambda mark: mark is not null) as disagreeing,
    case
        when
            coalesce(
                filing_rate_given - filing_rate_computed, reply_rate_given - reply_rate_computed,
                resolved_share_given - resolved_share_computed,
                in_progress_share_given - in_progress_share_computed,
                explained_share_given - explained_share_computed
            ) is not null
            then len(list_filter(marks, lambda mark: mark is not null)) = 0
    end as rates_agree,
    coalesce(several, []) as several,
    coalesce(evidence, []) as evidence
from compared_rates
