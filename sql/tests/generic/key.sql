{#- Rows whose key is met more than once or begins with nothing (a unit may be empty). -#}
{% test key(model, columns) %}
with repeated_keys as (
    select {{ columns | join(', ') }}
    from {{ model }}
    group by all
    having count(*) > 1
)

select model.*
from {{ model }} as model
left join repeated_keys on {{ same(columns | join(', '), 'model', 'repeated_keys') }}
where repeated_keys.{{ columns[0] }} is not null or model.{{ columns[0] }} is null
{% endtest %}
