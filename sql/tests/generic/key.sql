{#- Rows whose key is met more than once or begins with nothing (a unit may be empty). -#}
{% test key(model, columns) %}
select *
from {{ model }}
qualify
    count(*) over (partition by {{ columns | join(', ') }}) > 1
    or {{ columns[0] }} is null
{% endtest %}
